{% macro snake_case(expression) -%}
    {{ return(adapter.dispatch('snake_case', 'bellwether')(expression)) }}
{%- endmacro %}

{#- Classes of letters differ by engine and locale, so the signs that part words are listed: blanks, control
    signs and punctuation of ASCII, Latin-1, general use, East Asia and full width. Any other sign stays. -#}
{% macro default__snake_case(expression, lowered=none) -%}
    {%- set separators = '[:space:][:cntrl:] -/:-@[-`{-~\u00a0-\u00a9\u00ab-\u00b1\u00b4\u00b6-\u00b8\u00bb\u00bf'
        ~ '\u00d7\u00f7\u2000-\u206f\u2e00-\u2e7f\u3000-\u3004\u3008-\u3020\u3030\u30a0\u30fb\ufe10-\ufe1f'
        ~ '\ufe30-\ufe6f\ufeff\uff01-\uff0f\uff1a-\uff20\uff3b-\uff40\uff5b-\uff65' -%}
    {%- set words = replace_matches(lowered or 'lower(' ~ expression ~ ')', '[' ~ separators ~ ']+', '_') -%}
    nullif({{ replace_matches(words, '^_|_$', '') }}, '')
{%- endmacro %}

{#- In locale C only the letters of ASCII have a lower case. -#}
{% macro postgres__snake_case(expression) -%}
    {{ bellwether.default__snake_case(
        expression, 'lower((' ~ expression ~ ') collate "und-x-icu") collate "default"'
    ) }}
{%- endmacro %}

{#- It knows no such collation. -#}
{% macro redshift__snake_case(expression) -%}
    {{ bellwether.default__snake_case(expression) }}
{%- endmacro %}
