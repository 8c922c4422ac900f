"""The contract as code: articles, records, rejects, runs. Everything else imports it; it imports nothing of ours."""
