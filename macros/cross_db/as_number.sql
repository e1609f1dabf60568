{#- A decimal or a number in text, to compare and to cast. At most 40 digits before and after the point and an exponent of
    two digits, so that no cast can overflow. -#}
{% macro as_number(expression, kind) -%}
    {{ return(adapter.dispatch('as_number', 'bellwether')(expression, kind)) }}
{%- endmacro %}

{% macro default__as_number(expression, kind) -%}
    {%- set text = 'cast(' ~ expression ~ ' as ' ~ type_text() ~ ')' -%}
    {%- if kind == 'decimal' -%}
        cast({{ expression }} as {{ type_double() }})
    {%- else -%}
        case when {{ matches(text, number_pattern()) }} then try_cast({{ text }} as {{ type_double() }}) end
    {%- endif -%}
{%- endmacro %}

{% macro postgres__as_number(expression, kind) -%}
    {%- set text = 'cast(' ~ expression ~ ' as ' ~ type_text() ~ ')' -%}
    {%- if kind == 'decimal' -%}
        {{ expression }}
    {%- else -%}
        case
            when {{ matches(text, number_pattern()) }}
                then cast(cast({{ text }} as numeric) as {{ type_double() }})
        end
    {%- endif -%}
{%- endmacro %}

{#- There a bare numeric has no digits after the point. -#}
{% macro redshift__as_number(expression, kind) -%}
    {%- set text = 'cast(' ~ expression ~ ' as ' ~ type_text() ~ ')' -%}
    {%- if kind == 'decimal' -%}
        cast({{ expression }} as {{ type_double() }})
    {%- else -%}
        case when {{ matches(text, number_pattern()) }} then cast({{ text }} as {{ type_double() }}) end
    {%- endif -%}
{%- endmacro %}

{% macro bigquery__as_number(expression, kind) -%}
    {%- set text = 'cast(' ~ expression ~ ' as ' ~ type_text() ~ ')' -%}
    {%- if kind == 'decimal' -%}
        cast({{ expression }} as {{ type_double() }})
    {%- else -%}
        case when {{ matches(text, number_pattern()) }} then safe_cast({{ text }} as {{ type_double() }}) end
    {%- endif -%}
{%- endmacro %}
