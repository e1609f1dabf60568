{#- Dispatched, so that an engine without regular expressions of this kind can bring its own. -#}
{% macro json_text(expression, key) -%}
    {{ return(adapter.dispatch('json_text', 'bellwether')(expression, key)) }}
{%- endmacro %}

{#- A flat object: text or bare values, no nesting. Anything else is null, never an error. -#}
{% macro default__json_text(expression, key) -%}
    {%- set text = '"(?:[^"\\\\]|\\\\.)*"' -%}
    {%- set member = '\\s*' ~ text ~ '\\s*:\\s*(?:' ~ text ~ '|[^"{}\\[\\],\\s]+)\\s*' -%}
    {%- set object = '^\\s*\\{' ~ member ~ '(?:,' ~ member ~ ')*\\}\\s*$' -%}
    {%- set lead = '[{,]\\s*"' ~ modules.re.escape(key) | replace("'", "''") ~ '"\\s*:\\s*' -%}
    case
        when {{ matches(expression, object) }} then
            coalesce(
                {{ first_match(expression, lead ~ '"((?:[^"\\\\]|\\\\.)+)"') }},
                {{ first_match(expression, lead ~ '([+-]?[0-9][0-9.eE+-]*)') }}
            )
    end
{%- endmacro %}

{#- `(?:` is unknown there. Text and numbers only, as above. -#}
{% macro snowflake__json_text(expression, key) -%}
    case
        when typeof(get(try_parse_json({{ expression }}), '{{ key | replace("'", "''") }}')) in ('VARCHAR', 'INTEGER', 'DECIMAL', 'DOUBLE')
            then nullif(cast(get(try_parse_json({{ expression }}), '{{ key | replace("'", "''") }}') as varchar), '')
    end
{%- endmacro %}

{% macro bigquery__json_text(expression, key) -%}
    nullif(json_value(safe.parse_json({{ expression }}), '$."{{ key | replace("'", "\\'") }}"'), '')
{%- endmacro %}

{% macro spark__json_text(expression, key) -%}
    nullif(get_json_object({{ expression }}, "$['{{ key }}']"), '')
{%- endmacro %}

{% macro redshift__json_text(expression, key) -%}
    case
        when is_valid_json({{ expression }})
            then nullif(json_extract_path_text({{ expression }}, '{{ key | replace("'", "''") }}'), '')
    end
{%- endmacro %}
