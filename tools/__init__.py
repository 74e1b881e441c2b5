"""What maintains the notebooks: their stored form, their anatomy, their links."""
