"""并排对比: members of one dimension beside each other, under the indicators that the reader chooses."""
