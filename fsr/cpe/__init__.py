"""Continuing professional education: certificates read into a sheet, and how far a licence is from its renewal."""
