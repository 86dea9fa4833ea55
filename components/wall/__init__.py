"""The wall (大屏): scenes made of the pages' tiles, in a document of its own that lives for weeks."""
