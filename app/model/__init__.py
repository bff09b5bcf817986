"""The words of the job as plain data: entities, their fields, quantities and results."""
