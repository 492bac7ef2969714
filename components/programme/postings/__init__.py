"""Who is posted where and when: in words, and the forms that change it."""
