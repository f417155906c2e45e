"""Tasks: each file is a command. A task wires stages; a stage never knows the task."""
