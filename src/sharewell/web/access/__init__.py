"""Schools, people and what each may see: the scope of a school, named rules, sign-in and the record of access."""
