"""What checks of many exercises look with. It knows no lesson."""
