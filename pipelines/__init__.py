"""What users run: readers, stages, tasks, exporters. No torch, no streamlit."""
