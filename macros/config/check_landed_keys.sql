{#- Keys are data, which may come later: a warning. -#}
{% macro check_landed_keys(name, given, shipped, source_name, table_name, column) -%}
    {%- if given is string -%}
        {{ exceptions.raise_compiler_error(
            "var " ~ name ~ " is the text '" ~ given ~ "': give a list, for example [" ~ shipped[0] ~ "]."
        ) }}
    {%- endif -%}
    {%- set names = check_names(name, given) -%}
    {%- if names and names != shipped and is_source_on(source_name) -%}
        {%- set landed = raw_columns(source_name, table_name) -%}
        {%- set found = [] -%}
        {%- if column in landed -%}
            {%- set text = 'lower(cast(' ~ landed[column].raw ~ ' as ' ~ type_text() ~ '))' -%}
            {%- set query -%}
                {%- for key in names %}
                select {{ loop.index0 }} as place
                where exists (
                    select 1
                    from {{ raw_rows(source(source_name, table_name)) }}
                    where {{ text ~ " = '" ~ key | lower ~ "'" if column == 'key' else
                        'position(' ~ "'\"" ~ key | lower ~ "\"' in " ~ text ~ ') > 0' }}
                )
                {{- ' union all ' if not loop.last }}
                {%- endfor %}
            {%- endset -%}
            {%- do found.extend(run_query(query).columns[0].values() | map('int') | list) -%}
        {%- endif -%}
        {%- if landed and not found -%}
            {%- do exceptions.warn(
                "var " ~ name ~ " names the key `" ~ names | join('` or `') ~ "`, which no row of raw table "
                ~ raw_name(source_name, table_name) ~ " has in its column `" ~ column ~ "`. Correct the name, or wait for the"
                ~ " first row: until then no account is found by it."
            ) -%}
        {%- endif -%}
    {%- endif -%}
{%- endmacro %}
