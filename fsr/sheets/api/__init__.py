"""The JSON API of templates, extraction jobs and their results."""
