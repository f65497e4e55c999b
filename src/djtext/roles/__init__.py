"""Problem, cause, remedy: the role of each sentence, the passages they form, and which remedy answers which problem."""
