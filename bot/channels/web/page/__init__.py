"""The web chat's page: plain HTML, CSS and JavaScript modules, served as they are."""
