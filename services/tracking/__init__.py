"""What is known of a learner in a course: recorded data, activity tree, objectives, results."""
