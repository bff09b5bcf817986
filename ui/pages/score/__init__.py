"""The page of the score table: the table as a tree, and below it all that is known of the row the officer is at."""
