"""The programme's reports: what the data say in each part, and the files of them."""
