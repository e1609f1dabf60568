{#- Names go into SQL as they are given, between quotes. -#}
{% macro check_names(name, given) -%}
    {%- set names = [given] if given is string else given -%}
    {%- if names is mapping or names is not iterable -%}
        {{ exceptions.raise_compiler_error(
            "var " ~ name ~ " is '" ~ given ~ "': give a list of names, for example [account_id]."
        ) }}
    {%- endif -%}
    {%- for one in names if one is not string or not modules.re.fullmatch("[^\\x00-\\x1f\"'`;\\\\]+", one) -%}
        {{ exceptions.raise_compiler_error(
            "var " ~ name ~ " holds the name '" ~ one ~ "': a name is text without quotes, backslashes, semicolons and line"
            ~ " breaks. Correct the name."
        ) }}
    {%- endfor -%}
    {{ return(names | list) }}
{%- endmacro %}
