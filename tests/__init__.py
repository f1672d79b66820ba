"""Stories by a fixed cast, mirrors of the tree, and guards of its shape."""
