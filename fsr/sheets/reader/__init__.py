"""Reading documents into a grid: labels, carrier phrases, typed candidates and their evidence; pure, any template."""
