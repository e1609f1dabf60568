{% macro given_day(name, given, example) -%}
    {%- if given is none or given == '' -%}
        {{ return(none) }}
    {%- endif -%}
    {%- if not modules.re.fullmatch(day_pattern(), given | string, modules.re.ASCII) -%}
        {{ exceptions.raise_compiler_error(
            "var " ~ name ~ " is '" ~ given ~ "': give a day as YYYY-MM-DD and nothing else, for example " ~ example ~ "."
        ) }}
    {%- endif -%}
    {{ return(given | string) }}
{%- endmacro %}
