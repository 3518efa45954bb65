"""From what students hand in to marks and pages."""
