"""What pictures of several chapters share: the two losses, distributions, the sigmoid."""
