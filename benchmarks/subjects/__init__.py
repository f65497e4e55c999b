"""What is measured, one file a subject: each has `run(setting)`, which gives the sections of the report."""
