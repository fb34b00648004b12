"""Plain Flask routes: pages as HTML, views for the client, embeds, downloads, static files, health."""
