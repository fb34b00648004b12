"""The front-end set-up: third-party files from npm and the site's own, made into `dashboard/static/dist`."""
