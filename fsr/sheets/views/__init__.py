"""Pages of templates, of extraction jobs and of the grid."""
