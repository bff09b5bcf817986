"""Laid-out pages: one typesetter and one painter for preview, print and PDF."""
