"""Charts: the numbers behind drawings. Scenes of primitives (vector paths or pixels) -> axes -> series -> Charts."""
