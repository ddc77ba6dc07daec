rootProject.name = "analysis"
