"""Rules written a second time, from their sources and without the product's code, and compared over many inputs."""
