"""The cards of 概览: each shows one side of a report and leads to where it is edited."""
