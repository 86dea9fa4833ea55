"""Between the server and the application: bodies in, answers out, and who may compute when."""
