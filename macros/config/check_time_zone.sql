{% macro check_time_zone(name, given) -%}
    {%- if not modules.re.fullmatch('[A-Za-z0-9_+-]+(/[A-Za-z0-9_+-]+)*', given | string) -%}
        {{ exceptions.raise_compiler_error(
            "var " ~ name ~ " is '" ~ given ~ "': give the name of a time zone, for example Europe/Berlin."
        ) }}
    {%- endif -%}
{%- endmacro %}
