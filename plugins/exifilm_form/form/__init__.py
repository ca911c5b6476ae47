"""The form: its boxes and drawings, its tools, its notices, and the list of scans."""
