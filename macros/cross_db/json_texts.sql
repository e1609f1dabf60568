{#- What a key of a nested object says, be it one value or a list of them; see _billing__macros.yml. -#}
{% macro json_texts(expression, key) -%}
    {{ return(adapter.dispatch('json_texts', 'bellwether')(expression, key | replace("'", "''"))) }}
{%- endmacro %}

{% macro default__json_texts(expression, key) -%}
    {%- set path = "'$.\"" ~ key ~ "\"'" -%}
    case
        when position('"{{ key }}"' in {{ expression }}) > 0 and json_valid({{ expression }})
            then nullif(array_to_string(list_sort(list_distinct(list_transform(
                list_filter(
                    case json_type({{ expression }}, {{ path }})
                        when 'ARRAY' then json_extract({{ expression }}, '$."{{ key }}"[*]')
                        else [json_extract({{ expression }}, {{ path }})]
                    end,
                    lambda item: json_type(item) in ('VARCHAR', 'BIGINT', 'UBIGINT', 'DOUBLE') and json_extract_string(item, '$') <> ''
                ),
                lambda item: regexp_replace(json_extract_string(item, '$'), '^(-?[0-9]+)[.]0+$', '\1')
            ))), chr(10)), '')
    end
{%- endmacro %}

{#- Before PostgreSQL 16 a cast of what is no JSON is an error and nothing asks beforehand: texts and bare values become one
    sign each, then innermost lists and objects do, eight deep at most. One sign is left of a text that can be cast. -#}
{% macro postgres__json_texts(expression, key) -%}
    {%- set hex = '[0-9a-fA-F]' -%}
    {%- set text = '"(?:[^"\\\\\\u0001-\\u001f]|\\\\["\\\\/bfnrt]|\\\\u[0-9abcefABCEF]' ~ hex ~ '{3}|\\\\u[dD][0-7]' ~ hex
        ~ '{2}|\\\\u[dD][89abAB]' ~ hex ~ '{2}\\\\u[dD][c-fC-F]' ~ hex ~ '{2})*"' -%}
    {%- set bare = '-?(?:0|[1-9][0-9]*)(?:[.][0-9]+)?(?:[eE][+-]?[0-9]{1,3})?|true|false|null' -%}
    {%- set innermost = '\\[(?:[0"](?:,[0"])*)?\\]|\\{(?:":[0"](?:,":[0"])*)?\\}' -%}
    {%- set signs = namespace(left="regexp_replace(regexp_replace(regexp_replace(" ~ expression ~ ", '" ~ text ~ "', '\"', 'g'), '"
        ~ bare ~ "', '0', 'g'), '[ \\t\\r\\n]+', '', 'g')") -%}
    {%- for level in range(8) -%}
        {%- set signs.left = "regexp_replace(" ~ signs.left ~ ", '" ~ innermost ~ "', '0', 'g')" -%}
    {%- endfor -%}
    {%- set value = "cast(" ~ expression ~ " as jsonb) -> '" ~ key ~ "'" -%}
    case
        when
            position('"{{ key }}"' in {{ expression }}) > 0
            and {{ expression }} ~ '^[ \t\r\n]*\{'
            and position('\u0000' in {{ expression }}) = 0
            and {{ signs.left }} = '0'
            then (
                select string_agg(distinct texts.item collate "C", chr(10) order by texts.item collate "C")
                from (
                    select regexp_replace(items.item #>> '{}', '^(-?[0-9]+)[.]0+$', '\1') as item
                    from jsonb_array_elements(
                        case jsonb_typeof({{ value }}) when 'array' then {{ value }} else jsonb_build_array({{ value }}) end
                    ) as items(item)
                    where jsonb_typeof(items.item) in ('string', 'number')
                ) as texts
                where texts.item <> ''
            )
    end
{%- endmacro %}

{% macro snowflake__json_texts(expression, key) -%}
    nullif(array_to_string(array_sort(array_distinct(transform(
        filter(
            to_array(get(try_parse_json({{ expression }}), '{{ key }}')),
            item -> typeof(item) in ('VARCHAR', 'INTEGER', 'DECIMAL', 'DOUBLE') and cast(item as varchar) <> ''
        ),
        item -> regexp_replace(cast(item as varchar), '^(-?[0-9]+)[.]0+$', '\\1')
    ))), chr(10)), '')
{%- endmacro %}

{#- Truth values count as texts there, and on Spark and Redshift. -#}
{% macro bigquery__json_texts(expression, key) -%}
    {%- set path = "'$.\"" ~ key | replace("''", "\\'") ~ "\"'" -%}
    nullif(array_to_string(array(
        select distinct item
        from unnest(coalesce(
            json_value_array(safe.parse_json({{ expression }}), {{ path }}),
            [json_value(safe.parse_json({{ expression }}), {{ path }})]
        )) as item
        where item <> ''
        order by item
    ), chr(10)), '')
{%- endmacro %}

{% macro spark__json_texts(expression, key) -%}
    {%- set value = "get_json_object(" ~ expression ~ ", \"$['" ~ key | replace("''", "'") ~ "']\")" -%}
    nullif(array_join(array_sort(array_distinct(filter(
        coalesce(from_json({{ value }}, 'array<string>'), array({{ value }})),
        item -> item <> '' and left(item, 1) not in ('{', '[')
    ))), chr(10)), '')
{%- endmacro %}

{#- Of a list of several it names the first two: enough to see that there are several. -#}
{% macro redshift__json_texts(expression, key) -%}
    {%- set value = "json_extract_path_text(" ~ expression ~ ", '" ~ key ~ "')" -%}
    case
        when not is_valid_json({{ expression }}) then null
        when not is_valid_json_array({{ value }})
            then case when left({{ value }}, 1) <> '{' then nullif({{ value }}, '') end
        when json_array_length({{ value }}) = 1 then nullif(json_extract_array_element_text({{ value }}, 0), '')
        when json_array_length({{ value }}) > 1
            then json_extract_array_element_text({{ value }}, 0) || chr(10) || json_extract_array_element_text({{ value }}, 1)
    end
{%- endmacro %}
