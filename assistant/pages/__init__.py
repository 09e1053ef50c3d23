"""The pages that people see: server-rendered templates and a small script of our own."""
