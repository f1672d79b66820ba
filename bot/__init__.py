"""The product: engine, domain services, cards, tasks, web pages, command line, and the local simulator."""
