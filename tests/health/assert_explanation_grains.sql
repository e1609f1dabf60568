-- Bands, drivers, reasons and sentences: every mart that shows a sentence waits for this test.
{% set tables = [
    'int_bands',
    'int_score_drivers',
    'int_driver_labels',
    'int_score_reasons',
    'int_score_sentences',
] %}

{{ grain_problems_of(tables) }}
