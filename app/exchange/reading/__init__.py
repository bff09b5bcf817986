"""A published report read back, in steps: file → blocks → whole paragraphs → chapters → sentences → entries."""
