{#- Never an error: what is no value of the type, or lies outside believable_limits, is null. -#}
{% macro safe_cast_to(expression, type, kind='text', is_open_ended=false) -%}
    {%- set limit = believable_limits()[type] -%}
    {%- set text = 'cast(' ~ expression ~ ' as ' ~ type_text() ~ ')' -%}
    {%- if type == 'text' -%}
        nullif({{ raw_text(expression, kind) }}, '')
    {%- elif type == 'id' -%}
        {{ whole_number_text(expression, kind) }}
    {%- elif type == 'boolean' and kind == 'boolean' -%}
        {{ expression }}
    {%- elif type == 'boolean' -%}
        case
            when lower(trim({{ text }})) in ('true', 't', 'yes', 'y', '1', '1.0') then true
            when lower(trim({{ text }})) in ('false', 'f', 'no', 'n', '0', '0.0') then false
        end
    {%- elif type in ('timestamp', 'date') -%}
        {%- set after = limit.after_open_end if is_open_ended else limit.after -%}
        {%- set own_type = {'date': 'date', 'timestamptz': type_zoned_time()}.get(kind, type_time()) -%}
        {%- set zone = '+00' if kind == 'timestamptz' else '' -%}
        {%- set hour = '' if kind == 'date' else ' 00:00:00' ~ zone -%}
        {%- set time = expression if kind in ('timestamp', 'timestamptz', 'date') else text_as_time(text) -%}
        case
            when
                {{ time }} >= cast('{{ limit.first }}{{ hour }}' as {{ own_type }})
                {%- if after %}
                and {{ time }} < cast('{{ after }}{{ hour }}' as {{ own_type }})
                {%- endif %}
                then {{ 'cast(' if kind != type }}
                    {{- utc_time(time) if kind == 'timestamptz' else time }}
                    {{- ' as ' ~ type_of(type) ~ ')' if kind != type }}
        end
    {%- else -%}
        {%- set number = expression if kind in ('whole', 'double') else as_number(expression, kind) -%}
        case
            when
                {{ number }} between -{{ limit }} and {{ limit }}
                {%- if type != 'double precision' and kind != 'whole' %}
                and {{ number }} = floor({{ number }})
                {%- endif %}
                then cast({{ number }} as {{ type_of(type) }})
        end
    {%- endif -%}
{%- endmacro %}
