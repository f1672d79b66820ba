// The staff's page. Everything works without it; it adds keys and the viewer of the photos.
