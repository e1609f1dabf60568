{#- Texts as one whole number that is the same in every run and on every engine: 48 bits of their MD5. -#}
{% macro hash_number(columns) -%}
    {{ return(adapter.dispatch('hash_number', 'bellwether')(columns)) }}
{%- endmacro %}

{% macro default__hash_number(columns) -%}
    cast('0x' || substr({{ hash_key(columns) }}, 1, 12) as bigint)
{%- endmacro %}

{% macro postgres__hash_number(columns) -%}
    cast(cast('x0000' || substr({{ hash_key(columns) }}, 1, 12) as bit(64)) as bigint)
{%- endmacro %}

{% macro snowflake__hash_number(columns) -%}
    cast(to_number(substr({{ hash_key(columns) }}, 1, 12), '{{ 'X' * 12 }}') as bigint)
{%- endmacro %}

{% macro bigquery__hash_number(columns) -%}
    cast(concat('0x', substr({{ hash_key(columns) }}, 1, 12)) as int64)
{%- endmacro %}

{% macro spark__hash_number(columns) -%}
    cast(conv(substr({{ hash_key(columns) }}, 1, 12), 16, 10) as bigint)
{%- endmacro %}

{% macro redshift__hash_number(columns) -%}
    strtol(substr({{ hash_key(columns) }}, 1, 12), 16)
{%- endmacro %}
