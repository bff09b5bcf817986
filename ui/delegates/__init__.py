"""How cells of a table are drawn and edited."""
