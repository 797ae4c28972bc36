// The module's first file; replaced as soon as the module has one of its own.
