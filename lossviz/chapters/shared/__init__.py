"""What pictures of several chapters share: how losses and distributions look, and the two losses."""
