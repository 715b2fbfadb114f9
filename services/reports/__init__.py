"""What learners did, counted and listed for those who answer for it."""
