"""Reads budget decisions of maslikhats (local councils) as the national legal database publishes them."""
